package io.cameleer.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * A customer of the sample shop. Texts are JSON already, so that an event is written by appending.
 *
 * @param id the user id, as a JSON value
 * @param known whether the customer has told who they are
 * @param traits members of a traits object
 * @param ip the address the customer comes from
 * @param device members of a context object that stay the same for all events from the customer's browser or phone
 */
record SampleUser(String id, boolean known, String anonymousId, String traits, String ip, String device) {
    private static final String[] NAMES = {
        "\"Zoë Ångström\"",
        "\"Ayşe Çelik\"",
        "\"José \\\"Pepe\\\" Núñez\"",
        "\"李小龙\"",
        "\"Mary O'Brien\"",
        "\"Łukasz Żak\"",
        "\"\\u0410\\u043d\\u043d\\u0430 Петрова\"",
        "\"Sam Miller\"",
        "\"Priya Sharma\"",
        "\"Tom\\\\Jerry 🦒\""
    };
    private static final String[] CITIES = {"Köln", "São Paulo", "New York", "Kraków", "東京", "Dublin"};
    private static final String[] COUNTRIES = {"DE", "BR", "US", "PL", "JP", "IE"};
    private static final String[] LOCALES = {"de-DE", "pt-BR", "en-US", "pl-PL", "ja-JP", "en-IE"};
    private static final String[] ZONES = {
        "Europe/Berlin", "America/Sao_Paulo", "America/New_York", "Europe/Warsaw", "Asia/Tokyo", "Europe/Dublin"
    };
    private static final String[] PLANS = {"free", "plus", "family", "business"};
    private static final String[] BROWSERS = {
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0"
                + " Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                + " Version/18.3 Mobile/15E148 Safari/604.1"
    };
    /** The rest of a device object, and an os object but for its end. */
    private static final String[] PHONES = {
        "\"manufacturer\":\"Apple\",\"model\":\"iPhone16,2\",\"name\":\"iPhone\",\"type\":\"iOS\"},\"os\":{\"name\":\"iOS\",\"version\":\"18.3\"",
        "\"manufacturer\":\"Google\",\"model\":\"Pixel 9\",\"name\":\"tokay\",\"type\":\"Android\"},\"os\":{\"name\":\"Android\",\"version\":\"15\"",
        "\"manufacturer\":\"samsung\",\"model\":\"SM-S928B\",\"name\":\"e3q\",\"type\":\"Android\"},\"os\":{\"name\":\"Android\",\"version\":\"14\""
    };

    /** The same customers for the same seed; each has a browser or a phone, as the source asks for. */
    static List<SampleUser> many(int count, long seed, SampleSource source) {
        var dice = new Dice(seed);
        var users = new ArrayList<SampleUser>(count);
        for (var number = 0; number < count; number++) {
            users.add(one(number, dice, source));
        }
        return users;
    }

    private static SampleUser one(int number, Dice dice, SampleSource source) {
        var home = dice.below(CITIES.length);
        var anonymousId = new StringBuilder();
        // one per browser or phone, unlike the person
        new Dice(dice.next() + source.ordinal()).uuid(anonymousId);
        var traits = "\"name\":%s,\"email\":\"customer%s@example.com\",\"plan\":\"%s\",\"loyalty_member\":%b"
                .formatted(dice.of(NAMES), number, dice.of(PLANS), dice.percent(40));
        var address = ",\"address\":{\"city\":\"%s\",\"country\":\"%s\"}".formatted(CITIES[home], COUNTRIES[home]);
        var ip = "203.0.113." + (number % 250 + 1);
        var common = "\"ip\":\"%s\",\"locale\":\"%s\",\"timezone\":\"%s\"".formatted(ip, LOCALES[home], ZONES[home]);
        var browser = dice.of(BROWSERS);
        var phone = dice.of(PHONES);
        return new SampleUser(
                "\"c-" + (100_000 + number) + "\"",
                dice.percent(75),
                anonymousId.toString(),
                traits + address,
                ip,
                common + (source == SampleSource.WEB ? web(browser) : app(phone, anonymousId)));
    }

    private static String web(String browser) {
        return """
                ,"userAgent":"%s",\
                "app":{"name":"Giraffe Goods","version":"3.14.1","namespace":"com.example.giraffe","installType":"cdn"},\
                "library":{"name":"RudderLabs JavaScript SDK","version":"3.14.0"},\
                "os":{"name":"","version":""},\
                "screen":{"width":1440,"height":900,"density":2,"innerWidth":1440,"innerHeight":769}"""
                .formatted(browser);
    }

    private static String app(String phone, CharSequence id) {
        return """
                ,"app":{"build":"1042","name":"Giraffe","namespace":"com.example.giraffe.app","version":"2.8.0"},\
                "library":{"name":"rudder-ios-library","version":"1.31.0"},\
                "device":{"id":"%s","adTrackingEnabled":false,%s},\
                "network":{"carrier":"Telekom","wifi":true,"cellular":false,"bluetooth":false},\
                "screen":{"width":430,"height":932,"density":3}"""
                .formatted(id, phone);
    }
}
