package io.cameleer.embedded;

/** What customers of the sample shop do: ten event names and their properties. */
final class SampleTracks {
    static final String[] PLACES = {"home", "catalog", "product", "cart", "checkout", "account", "help"};

    private static final String[] PRODUCTS = {
        "Gießkanne 5 l",
        "Rasenmäher \\\"Otto\\\"",
        "竹の箸",
        "Garden gloves\\tM",
        "Café-Set ☕",
        "Solar lamp",
        "Seed mix №5"
    };
    private static final String[] BRANDS = {"Grün&Co", "Otto", "Hashi", "Acme"};
    private static final String[] QUERIES = {
        "watering can", "gießkanne", "\\\"solar lamp\\\"", "50% off", "竹", "c:\\\\seeds"
    };
    private static final String[] COUPONS = {"SPRING26", "WELCOME10", "ŻABKA"};

    private final Dice dice;
    private final SampleTime time;

    SampleTracks(Dice dice, SampleTime time) {
        this.dice = dice;
        this.time = time;
    }

    /**
     * Appends an event's name and properties.
     *
     * @param cart how many products are in the customer's cart
     * @param odd whether a property has a value that its column will not take
     * @return how many products are in the cart afterwards
     */
    int append(StringBuilder out, int cart, long now, boolean odd) {
        var dieRoll = dice.below(100);
        if (dieRoll < 38) {
            named(out, "Product Viewed");
            product(out);
            out.append(",\"position\":").append(odd ? "\"top\"" : Integer.toString(1 + dice.below(40)));
        } else if (dieRoll < 56) {
            named(out, "Product Added");
            product(out);
            out.append(",\"quantity\":").append(odd ? "\"two\"" : Integer.toString(1 + dice.below(4)));
            cart++;
        } else if (dieRoll < 66) {
            named(out, "Search Performed");
            out.append("\"query\":\"").append(dice.of(QUERIES)).append(odd ? "\\u0000\"" : "\"");
            out.append(",\"results\":").append(dice.below(300));
            out.append(",\"filters\":{\"inStock\":")
                    .append(dice.percent(50))
                    .append(",\"brands\":[\"Otto\",\"Acme\"]}");
        } else if (dieRoll < 76) {
            named(out, "Cart Viewed");
            cart(out, cart, odd);
        } else if (dieRoll < 83) {
            named(out, "Checkout Started");
            cart(out, cart, odd);
            out.append(",\"shipping_method\":\"DHL\",\"gift\":").append(dice.percent(10));
        } else if (dieRoll < 90) {
            named(out, "Order Completed");
            order(out, cart, now, odd);
            cart = 0;
        } else if (dieRoll < 93) {
            named(out, "Coupon Applied");
            out.append("\"coupon\":\"").append(dice.of(COUPONS)).append("\",\"discount\":");
            money(out, 100 + dice.below(2000));
        } else if (dieRoll < 95) {
            named(out, "Signed Up");
            out.append("\"method\":\"email\",\"newsletter\":")
                    .append(dice.percent(30))
                    .append(",\"invited_by\":null");
        } else if (dieRoll < 98) {
            named(out, "Subscription Renewed");
            out.append("\"plan\":\"plus\",\"price\":9.99,\"next_renewal\":\"");
            time.append(out, now + 30L * 86_400_000);
            out.append("\",\"months\":").append(1 + dice.below(36));
        } else {
            named(out, "Support Ticket Opened");
            out.append("\"subject\":\"Lieferung fehlt 😟\\nBitte um Rückruf\",\"ticket\":{\"id\":");
            // beyond what a double holds exactly
            out.append(9_007_199_254_740_993L + dice.below(1_000_000)).append(",\"priority\":\"high\",\"tags\":[]}");
        }
        out.append('}');
        return cart;
    }

    private static void named(StringBuilder out, String event) {
        out.append(",\"event\":\"").append(event).append("\",\"properties\":{");
    }

    /** Gives the price in cents. */
    private int product(StringBuilder out) {
        var number = dice.below(PRODUCTS.length);
        var cents = 199 + number * 1250;
        out.append("\"product_id\":\"p-")
                .append(1000 + number)
                .append("\",\"sku\":\"GG-")
                .append(number);
        out.append("\",\"name\":\"").append(PRODUCTS[number]).append("\",\"price\":");
        money(out, cents);
        out.append(",\"currency\":\"EUR\",\"category\":\"garden\"");
        if (dice.percent(80)) {
            out.append(",\"brand\":\"").append(dice.of(BRANDS)).append("\",\"variant\":\"standard\"");
        }
        return cents;
    }

    private void cart(StringBuilder out, int cart, boolean odd) {
        out.append("\"cart_id\":\"");
        dice.uuid(out);
        out.append("\",\"item_count\":")
                .append(odd ? "\"many\"" : Integer.toString(cart))
                .append(",\"value\":");
        money(out, cart * 1999);
        out.append(",\"currency\":\"EUR\"");
    }

    private void order(StringBuilder out, int cart, long now, boolean odd) {
        var products = Math.min(Math.max(cart, 1), 5);
        out.append("\"order_id\":\"GG-").append(now / 1000).append("\",\"currency\":\"EUR\",\"shipping\":4.90");
        out.append(",\"loyalty_points\":").append(odd ? "\"n/a\"" : Integer.toString(products * 21));
        out.append(
                ",\"shipping_address\":{\"city\":\"Köln\",\"zip\":\"50667\",\"geo\":{\"lat\":50.9375,\"lon\":6.9603}}");
        out.append(",\"products\":[");
        var revenue = 0;
        for (var product = 0; product < products; product++) {
            out.append(product == 0 ? "{" : ",{");
            revenue += product(out);
            out.append(",\"quantity\":1}");
        }
        out.append("],\"revenue\":");
        money(out, revenue);
        out.append(",\"tax\":");
        money(out, revenue * 19 / 119);
        out.append(",\"total\":");
        money(out, revenue + 490);
    }

    /** Cents as a decimal number with two digits. */
    private static void money(StringBuilder out, int cents) {
        out.append(cents / 100).append('.').append(cents % 100 / 10).append(cents % 10);
    }
}
