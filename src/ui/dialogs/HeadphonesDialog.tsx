import { useEffect, useState } from 'react';
import { type InterauralRow, interauralRows, parseHrtf } from '../../engine/index.ts';
import { type HrtfListing, importHrtf, listHrtfSets, removeHrtfSet } from '../../monitor/browser.ts';
import type { Failure } from '../../units/index.ts';
import { chooseFiles } from '../app/files.ts';
import { Button, Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { DialogBox } from '../kit/DialogBox.tsx';
import { usePrefs, useWorkspace } from '../state/workspace.ts';
import { InterauralTable } from './InterauralTable.tsx';

/** The built-in set in the list of choices. */
const BUILT_IN = 'built-in';

/** Where an import stands. */
type Work =
  | { readonly kind: 'idle' }
  | { readonly kind: 'importing'; readonly name: string; readonly share: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The built-in set's checks, from its own file. */
async function builtInRows(): Promise<readonly InterauralRow[]> {
  const response = await fetch(new URL('hrtf/kemar-48000.bin', document.baseURI));
  const set = parseHrtf(await response.arrayBuffer());
  return set.ok ? interauralRows(set.value) : [];
}

function About({ set }: { readonly set: HrtfListing | undefined }) {
  if (!set) {
    return (
      <p className="form-note">
        MIT KEMAR: 710 directions, measured in 1994 by Bill Gardner and Keith Martin, MIT Media Laboratory.
        Free to use if the authors are named.
      </p>
    );
  }
  const { about } = set;
  return (
    <dl className="about-list">
      <dt>Measured</dt>
      <dd>
        {set.directions} directions at {set.measuredRate / 1000} kHz
        {about.organisation === '' ? '' : `, ${about.organisation}`}
      </dd>
      <dt>Licence</dt>
      <dd>
        {about.licence === ''
          ? 'The file names none: ask its makers before you publish with it.'
          : about.licence}
      </dd>
      {about.references !== '' && (
        <>
          <dt>References</dt>
          <dd>{about.references}</dd>
        </>
      )}
    </dl>
  );
}

/** Whether the ears get the LFE, which no set of responses has a direction for. */
function LowEffects() {
  const { prefs } = useWorkspace();
  const heard = usePrefs((state) => state.binauralLfe);
  return (
    <>
      <div className="form-row">
        <span>LFE</span>
        <Segmented
          label="LFE on headphones"
          options={[
            { value: 'out', text: 'Left out' },
            { value: 'in', text: 'To both ears' },
          ]}
          value={heard ? 'in' : 'out'}
          onChange={(choice) => prefs.setState({ binauralLfe: choice === 'in' })}
        />
      </div>
      <p className="form-note" aria-live="polite">
        {heard
          ? 'The LFE is heard, low-passed at 120 Hz, 5.5 dB up, the same in both ears. Bounces for headphones leave it out.'
          : 'Nothing of the LFE is heard on headphones, as in bounces for them. What matters there belongs in the bed’s other channels.'}
      </p>
    </>
  );
}

/** What headphones hear: the set of head-related responses they use, what it holds, import from SOFA files; the LFE. */
export function HeadphonesDialog({ onClose }: { onClose(): void }) {
  const { prefs, notices } = useWorkspace();
  const chosen = usePrefs((state) => state.hrtf);
  const [sets, setSets] = useState<readonly HrtfListing[]>([]);
  const [kemar, setKemar] = useState<readonly InterauralRow[]>([]);
  const [work, setWork] = useState<Work>({ kind: 'idle' });

  useEffect(() => {
    let open = true;
    void listHrtfSets().then((listed) => {
      if (open && listed.ok) setSets(listed.value);
    });
    void builtInRows().then((rows) => {
      if (open) setKemar(rows);
    });
    return () => {
      open = false;
    };
  }, []);

  const importFile = async (file: File) => {
    setWork({ kind: 'importing', name: file.name, share: 0 });
    const imported = await importHrtf(file, (share) =>
      setWork({ kind: 'importing', name: file.name, share }),
    );
    if (!imported.ok) {
      setWork({ kind: 'failed', failure: imported });
      return;
    }
    const { value } = imported;
    setWork({ kind: 'idle' });
    setSets((before) => [...before.filter(({ id }) => id !== value.id), value]);
    prefs.setState({ hrtf: value.id });
  };
  const remove = async (id: string) => {
    prefs.setState({ hrtf: null });
    const removed = await removeHrtfSet(id);
    if (removed.ok) setSets((before) => before.filter((set) => set.id !== id));
    else notices.fail(removed);
  };

  const set = sets.find(({ id }) => id === chosen);
  const busy = work.kind === 'importing';
  return (
    <DialogBox
      title="Headphones"
      wide
      dismissable={!busy}
      onClose={onClose}
      footer={
        <>
          {set && (
            <Button disabled={busy} onPress={() => void remove(set.id)}>
              Remove from this device
            </Button>
          )}
          <Button
            tone="primary"
            disabled={busy}
            onPress={() => chooseFiles('.sofa', false, ([file]) => file && void importFile(file))}
          >
            Import a SOFA file…
          </Button>
        </>
      }
    >
      <div className="form">
        <div className="form-row">
          <span>Set</span>
          <Choice
            label="Headphone set"
            disabled={busy}
            options={[
              { value: BUILT_IN, text: 'MIT KEMAR', note: 'built in' },
              ...sets.map(({ id, name }) => ({ value: id, text: name, note: 'this device' })),
            ]}
            value={set?.id ?? BUILT_IN}
            onChange={(id) => prefs.setState({ hrtf: id === BUILT_IN ? null : id })}
          />
        </div>
        <About set={set} />
        {work.kind === 'importing' && (
          <div role="status">
            <p className="form-note">Preparing {work.name} for every session rate…</p>
            <div className="progress">
              <i style={{ transform: `scaleX(${work.share})` }} />
            </div>
          </div>
        )}
        {work.kind === 'failed' && (
          <div role="alert" className="refusal">
            <p>{work.failure.message}</p>
            <p className="form-note">{work.failure.remedy}</p>
          </div>
        )}
        <InterauralTable rows={set?.checks ?? kemar} />
        <LowEffects />
      </div>
    </DialogBox>
  );
}
