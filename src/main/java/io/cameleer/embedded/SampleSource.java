package io.cameleer.embedded;

/** Where sample events come from: the shop's web site, or its app. */
public enum SampleSource {
    WEB("2tWebGiraffeGoodsSample00001", "web"),
    APP("2tAppGiraffeGoodsSample00002", "mobile");

    private final String id;
    private final String channel;

    SampleSource(String id, String channel) {
        this.id = id;
        this.channel = channel;
    }

    /** The source id, part of the keys of its files. */
    public String id() {
        return id;
    }

    String channel() {
        return channel;
    }
}
