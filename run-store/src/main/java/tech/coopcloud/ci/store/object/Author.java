package tech.coopcloud.ci.store.object;

/** Who asked for a write: becomes the author of the commit that carries it. */
public record Author(String name, String email) {}
