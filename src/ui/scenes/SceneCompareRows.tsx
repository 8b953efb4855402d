import { useStore } from 'zustand';
import { formatDb } from '../../units/index.ts';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { heldSlots, SCENE_SLOTS, sceneMatchDb, shuffleScenes } from './compare-state.ts';

/** What the levels are, in words. */
function matchWords(measuring: boolean, stale: boolean, matched: boolean, heardDb: number): string {
  if (measuring) return 'Measuring…';
  if (matched) return `${formatDb(heardDb)} applied: the louder are lowered to the quietest.`;
  return stale
    ? 'The mix was changed since it was measured: not matched.'
    : 'Not matched: heard as loud as they are.';
}

/** Up to four scenes beside the mix, equally loud, under letters or shuffled under numbers. */
export function SceneCompareRows() {
  const workspace = useWorkspace();
  const { scenes } = workspace;
  const state = useStore(scenes, (whole) => whole);
  const session = useSession((whole) => whole);
  const held = heldSlots(state, session);
  const hear = (slot: number | null) => scenes.setState({ heard: slot });
  const matched = state.loudness !== null && state.loudness.session === session;
  const blind = state.blind?.filter((slot) => held.includes(slot)) ?? null;
  return (
    <section className="scene-compare" aria-label="Compare scenes">
      <div className="scene-line">
        <LetterToggle
          letter="Mix"
          label="Hear the mix as it stands"
          pressed={state.heard === null}
          onPress={() => hear(null)}
        />
        {(blind ?? held).map((slot, index) => {
          const letter = blind ? String(index + 1) : (SCENE_SLOTS[slot] ?? '');
          const name = session.scenes[state.slots[slot] ?? ('' as never)]?.name ?? '';
          return (
            <LetterToggle
              key={slot}
              letter={blind ? letter : `${letter} ${name}`}
              label={blind ? `Hear scene ${letter}` : `Hear ${letter}, ${name}`}
              pressed={state.heard === slot}
              onPress={() => hear(slot)}
            />
          );
        })}
        <Button disabled={held.length === 0 || state.measuring} onPress={() => void workspace.matchScenes()}>
          Match
        </Button>
        {blind ? (
          <Button onPress={() => scenes.setState({ blind: null })}>Reveal</Button>
        ) : (
          <Button
            disabled={held.length < 2}
            onPress={() => scenes.setState((before) => shuffleScenes(before, session, Math.random))}
          >
            Shuffle blind
          </Button>
        )}
      </div>
      <p className="inspector-note" role="status">
        {held.length === 0
          ? 'Hold scenes as A to D (unfold one) to hear them in place of the mix; the document is not touched.'
          : blind && matched
            ? 'Levels are matched.'
            : matchWords(state.measuring, state.loudness !== null, matched, sceneMatchDb(state, session))}
      </p>
    </section>
  );
}
