/**
 * PostgreSQL by plain JDBC for the services' {@code Pg} classes: statements in, rows out, in whatever transaction the data source is
 * bound to. Knows no table.
 */
@NullMarked
package thunderpool.runtime.sql;

import org.jspecify.annotations.NullMarked;
