package io.saccade.config;

/** Who may look at the page and use the API. */
public enum AccessMode {
    /** Whoever is on this machine: nothing but loopback addresses is listened on. */
    LOCAL,
    /** Users with a password. */
    BASIC,
    /** Users whom an OpenID Connect provider knows. */
    OIDC
}
