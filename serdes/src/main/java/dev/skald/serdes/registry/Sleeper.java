/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.time.Duration;

/** Lets time pass on the calling thread; a test lets it pass at once. */
@FunctionalInterface
interface Sleeper {

    void sleep(Duration duration) throws InterruptedException;
}
