package io.cameleer.privacy;

/**
 * What becomes of the value at a path.
 *
 * @param treatment what is done with a scalar there
 * @param within whether something within an object, an array or a text there may have another fate
 * @param part whether it is a part of the event that should be an object, so that in anything else nothing can be found
 * @param spread whether an object there may be a text, spread into its characters, that is read as that text
 */
record Fate(Treatment treatment, boolean within, boolean part, boolean spread) {
    static final Fate KEPT = new Fate(Treatment.KEEP, false, false, false);
    static final Fate DROPPED = new Fate(Treatment.DROP, false, false, false);
}
