/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The command line for operators: looks at an application's topics and sends what operators order, knowing nothing of
 * the classes that the application is made of.
 *
 * <p>It uses what any client of the application can use; what only the engine knows has no place here.
 */
@NullMarked
package dev.skald.tools;

import org.jspecify.annotations.NullMarked;
