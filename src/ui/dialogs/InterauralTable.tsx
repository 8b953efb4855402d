import type { InterauralRow } from '../../engine/index.ts';

/** A number with a true minus and so many decimals; a zero has no sign. */
function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

const sideOf = (azimuthDeg: number): string => {
  if (azimuthDeg === 0) return 'front';
  if (azimuthDeg === 180) return 'back';
  return azimuthDeg > 0 ? 'left' : 'right';
};

/**
 * What the ears tell apart around the listener, and how alike the two sides are: a set whose sides differ much, or whose
 * delays have the wrong sign, is damaged or has its ears exchanged.
 */
export function InterauralTable({ rows }: { readonly rows: readonly InterauralRow[] }) {
  const mirror = (row: InterauralRow) =>
    row.azimuthDeg === 0 ? undefined : rows.find((other) => other.azimuthDeg === -row.azimuthDeg);
  const shown = rows.filter(({ azimuthDeg }) => azimuthDeg >= 0);
  return (
    <table className="data-table">
      <caption>
        Interaural checks at ear height. Positive: the left ear hears earlier, or louder. A head gives some
        650 µs and 10 to 20 dB at 90°.
      </caption>
      <thead>
        <tr>
          <th scope="col">Direction</th>
          <th scope="col">Delay, left</th>
          <th scope="col">Delay, right</th>
          <th scope="col">Level, left</th>
          <th scope="col">Level, right</th>
          <th scope="col">Sides differ</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => {
          const other = mirror(row);
          return (
            <tr key={row.azimuthDeg}>
              <th scope="row">
                {row.azimuthDeg}° {other ? '' : sideOf(row.azimuthDeg)}
                {row.offDeg > 5 && ` (${row.offDeg.toFixed(0)}° off)`}
              </th>
              <td>{signed(row.itdMicroseconds, 0)} µs</td>
              <td>{other ? `${signed(other.itdMicroseconds, 0)} µs` : ''}</td>
              <td>{signed(row.ildDb, 1)} dB</td>
              <td>{other ? `${signed(other.ildDb, 1)} dB` : ''}</td>
              <td>
                {other
                  ? `${Math.abs(row.itdMicroseconds + other.itdMicroseconds).toFixed(0)} µs · ${Math.abs(row.ildDb + other.ildDb).toFixed(1)} dB`
                  : ''}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
