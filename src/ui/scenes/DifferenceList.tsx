import type { MixDifference } from '../../session/index.ts';
import { useSession } from '../state/workspace.ts';
import { differenceWords } from './difference-words.ts';

/** Rows drawn; the rest is counted. */
const MOST = 60;

/** What two mixes have otherwise, as a table. */
export function DifferenceList({
  title,
  none,
  differences,
}: {
  readonly title: string;
  readonly none: string;
  readonly differences: readonly MixDifference[];
}) {
  const session = useSession((whole) => whole);
  if (differences.length === 0) return <p className="inspector-note">{none}</p>;
  return (
    <table className="scene-differences">
      <caption>
        {title}: {differences.length}
        {differences.length > MOST ? `, the first ${MOST} shown` : ''}
      </caption>
      <tbody>
        {differences.slice(0, MOST).map((difference) => {
          const { owner, setting, from, to } = differenceWords(session, difference);
          return (
            <tr key={`${owner}/${difference.path}`}>
              <th scope="row">
                {owner} · {setting}
              </th>
              <td className="mono">{from}</td>
              <td aria-hidden="true">→</td>
              <td className="mono">{to}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
