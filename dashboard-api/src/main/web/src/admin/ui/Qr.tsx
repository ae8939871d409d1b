import { useMemo } from 'react';
import { encode } from 'uqr';

/** Four modules of quiet all around, as ISO/IEC 18004 asks for. */
const QUIET = 4;

/** A QR code drawn here, dark on white in both themes: no other server ever sees the secret. */
export function Qr({ text, label }: { text: string; label: string }) {
  const code = useMemo(() => encode(text, { ecc: 'M', border: QUIET }), [text]);
  const path = useMemo(
    () => code.data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join(''),
    [code],
  );
  return (
    <svg className="adm-qr" viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={code.size} height={code.size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
