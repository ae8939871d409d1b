/** Tests of the endpoint that takes solved blocks. */
@NullMarked
package thunderpool.template.http;

import org.jspecify.annotations.NullMarked;
