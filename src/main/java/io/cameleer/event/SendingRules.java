package io.cameleer.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which events RudderStack would send to PostgreSQL, by its own rules.
 *
 * @param obeyIntegrations whether an event whose {@code integrations} leave out PostgreSQL is left out
 * @param consents for each provider of consent what is asked for
 * @param oneTrustCategories of which all must be allowed, where there is no entry for OneTrust in {@code consents}
 * @param ketchPurposes of which one must be allowed, where there is no entry for Ketch in {@code consents}
 */
public record SendingRules(
        boolean obeyIntegrations, List<Consent> consents, List<String> oneTrustCategories, List<String> ketchPurposes) {

    /** All events are sent, whatever they say of it. */
    public static final SendingRules ALL = new SendingRules(false, List.of(), List.of(), List.of());

    private static final String CUSTOM = "custom";
    private static final String OR = "or";

    /**
     * What one provider of consent is asked for.
     *
     * @param provider such as {@code oneTrust}, {@code ketch}, {@code iubenda} or {@code custom}
     * @param strategy {@code or} (one of the consents is enough) or {@code and}; counts for {@code custom} alone, as others say
     *     it in the event
     * @param ids those of the consents, at least one
     */
    public record Consent(String provider, String strategy, List<String> ids) {}

    /**
     * What the settings say.
     *
     * @throws InvalidSettingException if they make no sense
     */
    static SendingRules of(Settings settings) {
        return new SendingRules(
                settings.flag("load.obey-integrations"),
                consents(settings.text("consent.management")),
                settings.list("consent.one-trust-categories"),
                settings.list("consent.ketch-purposes"));
    }

    /** Whether consent counts at all. */
    boolean asksForConsent() {
        return !consents.isEmpty() || !oneTrustCategories.isEmpty() || !ketchPurposes.isEmpty();
    }

    /**
     * Whether an event is not to be sent since its user does not consent.
     *
     * @param denied what the user denies
     * @param provider who has asked the user; blank if the event does not say
     * @param strategy how several consents count; blank if the event does not say
     */
    boolean isDenied(Set<String> denied, String provider, String strategy) {
        for (Consent consent : consents) {
            if (consent.provider.equals(provider)) {
                boolean isOneEnough = OR.equals(provider.equals(CUSTOM) ? consent.strategy : strategy);
                return isOneEnough
                        ? denied.containsAll(consent.ids)
                        : consent.ids.stream().anyMatch(denied::contains);
            }
        }
        boolean byOneTrust = (provider.isEmpty() || provider.equals("oneTrust"))
                && oneTrustCategories.stream().anyMatch(denied::contains);
        boolean byKetch = (provider.isEmpty() || provider.equals("ketch"))
                && !ketchPurposes.isEmpty()
                && denied.containsAll(ketchPurposes);
        return byOneTrust || byKetch;
    }

    private static List<Consent> consents(String json) {
        var consents = new ArrayList<Consent>();
        if (json.isBlank()) {
            return consents;
        }
        for (JsonNode entry : entries(json)) {
            var ids = new ArrayList<String>();
            entry.path("consents")
                    .forEach(each -> ids.add(each.path("consent").asText("").trim()));
            ids.removeIf(String::isEmpty);
            if (!ids.isEmpty()) {
                consents.add(new Consent(
                        entry.path("provider").asText(""),
                        entry.path("resolutionStrategy").asText(""),
                        ids));
            }
        }
        return List.copyOf(consents);
    }

    private static JsonNode entries(String json) {
        try {
            var entries = JsonMapper.builder().build().readTree(json);
            if (entries.isArray() && allHaveConsents(entries)) {
                return entries;
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw new InvalidSettingException(
                "consent.management is \"%s\", but must be a list as RudderStack has it: [{\"provider\":\"custom\",\"resolutionStrategy\":\"or\",\"consents\":[{\"consent\":\"marketing\"}]}]."
                        .formatted(json));
    }

    private static boolean allHaveConsents(JsonNode entries) {
        for (JsonNode entry : entries) {
            if (!entry.path("provider").isTextual() || !entry.path("consents").isArray()) {
                return false;
            }
        }
        return true;
    }
}
