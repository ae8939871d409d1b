/**
 * Who may operate the pool: users with a password and a second factor, their sessions, roles, and what locks guessers out.
 *
 * <p>Knows rules and their tables, and is given time, chance and the way to hash a password. Does not know HTTP, cookies or
 * topics.
 */
@NullMarked
package thunderpool.dashboard.admin;

import org.jspecify.annotations.NullMarked;
