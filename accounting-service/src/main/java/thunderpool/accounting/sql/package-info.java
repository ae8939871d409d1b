/**
 * PostgreSQL by plain JDBC: statements in, rows out, in whatever transaction the data source is bound to. Knows no table.
 */
@NullMarked
package thunderpool.accounting.sql;

import org.jspecify.annotations.NullMarked;
