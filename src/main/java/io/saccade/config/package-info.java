/** The user's promise: every setting, its default and what it must satisfy. */
@NullMarked
package io.saccade.config;

import org.jspecify.annotations.NullMarked;
