/** Tests of template-service: fakes for nodes and stores, records of a real node, a real PostgreSQL. */
@NullMarked
package thunderpool.template;

import org.jspecify.annotations.NullMarked;
