/** What containers are started with, checked without a container engine. */
package io.saccade.deploy;
