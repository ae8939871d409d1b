package thunderpool.dashboard.admin;

/**
 * Somebody who is signed in.
 *
 * @param passwordChangeNeeded somebody else knows the password: nothing but changing it is allowed
 */
public record Person(String name, Role role, boolean passwordChangeNeeded) {}
