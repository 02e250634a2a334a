/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Trips: a flight, a hotel and a car, booked together or not at all, by try, confirm and cancel.
 *
 * <p>{@link dev.skald.examples.tripbooking.Flight}, {@link dev.skald.examples.tripbooking.Hotel} and
 * {@link dev.skald.examples.tripbooking.Garage} are the aggregates, {@code RentalDesk} is a participant that blocks,
 * {@code Agency} brings them together; begin reading there. The rest invents bookings, kills processes, and checks what
 * is stored in the end.
 */
@NullMarked
package dev.skald.examples.tripbooking;

import org.jspecify.annotations.NullMarked;
