package io.cameleer.event;

import io.cameleer.json.Tape;
import io.cameleer.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which events RudderStack would not send to PostgreSQL, though they are in the bucket: its {@code processor/integrations} and
 * {@code processor/consent} decide for each destination by itself.
 */
final class Exclusions {
    private static final List<Field> NAMES = List.of(Field.POSTGRES_BY_NAME, Field.POSTGRESQL, Field.POSTGRES);

    private final SendingRules sending;
    private final Tape tape;
    private final Values values;

    Exclusions(SendingRules sending, Tape tape, Values values) {
        this.sending = sending;
        this.tape = tape;
        this.values = values;
    }

    /** Whether the event on the tape is not meant for PostgreSQL. */
    boolean excludes() {
        return sending.obeyIntegrations() && integrationsExclude() || sending.asksForConsent() && isConsentDenied();
    }

    private boolean integrationsExclude() {
        int integrations = tape.find(Field.INTEGRATIONS.path());
        if (integrations < 0 || tape.kind(integrations) == Tape.NULL) {
            return false;
        }
        if (tape.kind(integrations) != Tape.OBJECT) {
            return true;
        }
        int all = tape.find(Field.ALL_DESTINATIONS.path());
        int ofAll = all < 0 ? Tape.TRUE : tape.kind(all);
        if (ofAll != Tape.TRUE && ofAll != Tape.FALSE) {
            return true;
        }
        boolean isNamed = false;
        for (Field name : NAMES) {
            int index = tape.find(name.path());
            int kind = index < 0 ? Tape.NULL : tape.kind(index);
            if (kind == Tape.FALSE) {
                return true;
            }
            isNamed |= kind == Tape.TRUE || kind == Tape.OBJECT;
        }
        return !isNamed && ofAll == Tape.FALSE;
    }

    private boolean isConsentDenied() {
        int array = tape.find(Field.DENIED_CONSENTS.path());
        if (array < 0 || tape.kind(array) != Tape.ARRAY) {
            return false;
        }
        Set<String> denied = new HashSet<>();
        for (int index = array + 1; index < tape.next(array); index = tape.next(index)) {
            if (tape.kind(index) == Tape.STRING) {
                denied.add(values.asText(values.text(index)));
            }
        }
        denied.remove("");
        return !denied.isEmpty()
                && sending.isDenied(denied, text(Field.CONSENT_PROVIDER), text(Field.CONSENT_STRATEGY));
    }

    private String text(Field field) {
        int index = tape.find(field.path());
        return index >= 0 && tape.kind(index) == Tape.STRING ? values.asText(values.text(index)) : "";
    }
}
