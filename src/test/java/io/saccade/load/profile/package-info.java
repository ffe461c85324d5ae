/** Where the service's time goes: by stage of a frame's way and by thread. */
package io.saccade.load.profile;
