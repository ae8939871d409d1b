/** Tests of the wire: transcripts of real firmware, properties over random bytes. */
@NullMarked
package thunderpool.stratum;

import org.jspecify.annotations.NullMarked;
