import { X } from 'lucide-react';
import {
  type KeyboardEvent,
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import {
  FAMILIES,
  type FamilyName,
  type TrackId,
  type Vca,
  type VcaId,
  vcaMembers,
} from '../../session/index.ts';
import { NARROW, useMedia } from '../app/use-media.ts';
import { Segmented } from '../kit/Button.tsx';
import { Pane } from '../kit/Pane.tsx';
import { FAMILY_TITLES } from '../kit/theme.ts';
import { useTelling } from '../meters/telling.ts';
import { toggleSpill } from '../state/console-store.ts';
import type { Selection } from '../state/ui-store.ts';
import { useConsole, usePrefs, useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { byName } from './by-name.ts';
import { ConsoleTools } from './ConsoleTools.tsx';
import type { ConsoleItem } from './console-items.ts';
import { FindStrip } from './FindStrip.tsx';
import { MasterRow } from './MasterRow.tsx';
import { pickStrip, revealStrip, selectShown, shownItems } from './select-strips.ts';
import { type HoldTable, resetHolds } from './strip-canvas.ts';
import { type RowLayout, scrollToStrip } from './strip-geometry.ts';
import { TELL_MS, tellStrips } from './strip-telling.ts';
import { TrackRow } from './TrackRow.tsx';
import './console.css';

const MeterBridge = lazy(() =>
  import('../meters/MeterBridge.tsx').then((loaded) => ({ default: loaded.MeterBridge })),
);

/** A console stop of the keyboard. */
type Stop =
  | ConsoleItem
  | { readonly kind: 'vca'; readonly key: string; readonly id: VcaId }
  | { readonly kind: 'family'; readonly key: string; readonly name: FamilyName };

/** The strip a selection is seen at; "" for none. */
function stripOf(selection: Selection): string {
  switch (selection.kind) {
    case 'tracks':
      return selection.ids.at(-1) ?? '';
    case 'family':
      return `family-${selection.name}`;
    case 'vca':
      return `vca-${selection.id}`;
    default:
      return '';
  }
}

/** The strips to show; the same array while they stay the same. */
function useShownItems(): readonly ConsoleItem[] {
  const workspace = useWorkspace();
  const select = useCallback(() => shownItems(workspace), [workspace]);
  useStore(workspace.console, select);
  return useStore(workspace.document, select);
}

/** Name of what is spilled; null when all is shown or it has gone. */
function useSpillName(): string | null {
  const spill = useConsole((state) => state.spill);
  return useSession((session) =>
    spill === null
      ? null
      : spill.kind === 'family'
        ? FAMILY_TITLES[spill.name]
        : (session.vcas[spill.id]?.name ?? null),
  );
}

/** The mixing console: tracks and folders, VCAs, the four families at the right. */
export function Console() {
  const workspace = useWorkspace();
  const { document, ui, console } = workspace;
  const items = useShownItems();
  const empty = useSession((session) => session.trackOrder.length === 0);
  const vcaCount = useSession((session) => Object.keys(session.vcas).length);
  const primary = useUi(({ selection }) => stripOf(selection));
  const finding = useConsole((state) => state.finding);
  const spilling = useConsole((state) => state.spill !== null);
  const spilled = useSpillName();
  const narrow = useMedia(NARROW);
  const [half, setHalf] = useState<'tracks' | 'masters' | 'meters'>('tracks');
  const bridge = usePrefs((prefs) => prefs.meterBridge);
  const [folder, setFolder] = useState<string | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const layout = useRef<RowLayout>({ lefts: [0], width: 0 });
  const onLayout = useCallback((next: RowLayout) => {
    layout.current = next;
  }, []);
  const [trackHolds] = useState<HoldTable>(() => new Map());
  const [masterHolds] = useState<HoldTable>(() => new Map());
  const pending = useRef<{ readonly key: string; readonly control: string } | null>(null);

  const stops = (): readonly Stop[] => [
    ...shownItems(workspace),
    ...byName<Vca>(document.getState().session.vcas).map(
      ({ id }): Stop => ({ kind: 'vca', key: `vca-${id}`, id }),
    ),
    ...FAMILIES.map((name): Stop => ({ kind: 'family', key: `family-${name}`, name })),
  ];
  const wanted = folder ?? primary;
  const standing = wanted.startsWith('vca-') || wanted.startsWith('family-');
  const tabStop =
    standing || items.some(({ key }) => key === wanted) ? wanted : (items[0]?.key ?? 'family-music');

  // A VCA that was deleted is not spilled any more.
  useEffect(() => {
    if (spilling && spilled === null) console.setState({ spill: null });
  }, [spilling, spilled, console]);

  const focusPending = () => {
    const bound = pending.current;
    if (!bound || !body.current) return;
    const strip = body.current.querySelector(`[data-strip="${CSS.escape(bound.key)}"]`);
    const control =
      bound.control === 'fader'
        ? strip?.querySelector<HTMLElement>('input[type="range"]')
        : bound.control === 'name'
          ? null
          : strip?.querySelector<HTMLElement>(`[data-control="${bound.control}"] button`);
    const target = control ?? strip?.querySelector<HTMLElement>('.strip-name');
    if (!target) return;
    pending.current = null;
    target.focus({ preventScroll: true });
    if (strip?.closest('.master-scroller')) strip.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  useLayoutEffect(focusPending);

  const scrollTo = (key: string) => {
    const scroller = body.current?.querySelector('.strip-scroller');
    const index = shownItems(workspace).findIndex((item) => item.key === key);
    if (!scroller || index < 0) return;
    scroller.scrollLeft = scrollToStrip(layout.current, index, scroller.scrollLeft, scroller.clientWidth);
  };
  const go = (stop: Stop, control: string, range: boolean) => {
    setFolder(stop.kind === 'folder' ? stop.key : null);
    if (stop.kind === 'track' || stop.kind === 'folder') scrollTo(stop.key);
    if (stop.kind === 'track')
      pickStrip(workspace, stop.id, range ? { shiftKey: true, ctrlKey: false, metaKey: false } : null);
    else if (stop.kind === 'vca') ui.setState({ selection: { kind: 'vca', id: stop.id } });
    else if (stop.kind === 'family') ui.setState({ selection: { kind: 'family', name: stop.name } });
    pending.current = { key: stop.key, control };
    // The strip may stand already; if not, the layout effect after the coming render finds it.
    focusPending();
  };
  /** Brings a track into view, out of whatever hides it; `focus` puts the keyboard on its name too. */
  const jump = (id: TrackId, focus: boolean) => {
    if (narrow) setHalf('tracks');
    revealStrip(workspace, id);
    pickStrip(workspace, id, null);
    setFolder(null);
    // The row may have to be built first.
    requestAnimationFrame(() => {
      scrollTo(id);
      if (!focus) return;
      pending.current = { key: id, control: 'name' };
      focusPending();
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const strip = target?.closest<HTMLElement>('[data-strip]');
    if (event.defaultPrevented || !target || !strip || target.matches('input[type="text"]')) return;
    const mod = event.ctrlKey || event.metaKey;
    if (mod && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      selectShown(workspace);
      return;
    }
    if (event.key === 'Escape' && spilling) {
      event.preventDefault();
      toggleSpill(console, null);
      return;
    }
    if (event.altKey || mod) return;
    const control = target.matches('input[type="range"]')
      ? 'fader'
      : (target.closest<HTMLElement>('[data-control]')?.dataset['control'] ?? 'fader');
    if (event.shiftKey && control !== 'name') return;
    const all = stops();
    const at = all.findIndex(({ key }) => key === strip.dataset['strip']);
    const jumps: Partial<Record<string, number>> = { ArrowLeft: at - 1, ArrowRight: at + 1 };
    if (control === 'name') {
      jumps['Home'] = 0;
      jumps['End'] = all.length - 1;
    }
    const index = jumps[event.key];
    if (index === undefined) return;
    event.preventDefault();
    const next = all[index];
    if (next && !(event.shiftKey && next.kind !== 'track')) go(next, control, event.shiftKey);
  };

  useTelling(() => {
    if (body.current)
      tellStrips(body.current, workspace.engine.telemetry, (id) =>
        vcaMembers(document.getState().session, id),
      );
  }, TELL_MS);

  const shows = (part: typeof half): boolean => (narrow ? half === part : part !== 'meters' || bridge);
  return (
    <Pane
      name="console"
      title="Console"
      tools={
        <>
          {narrow && (
            <Segmented
              label="Strips shown"
              options={[
                { value: 'tracks', text: 'Tracks' },
                { value: 'masters', text: vcaCount > 0 ? 'VCAs' : 'Families' },
                { value: 'meters', text: 'Loudness' },
              ]}
              value={half}
              onChange={(value: 'tracks' | 'masters' | 'meters') => setHalf(value)}
            />
          )}
          <ConsoleTools
            narrow={narrow}
            onResetPeaks={() => {
              resetHolds(trackHolds);
              resetHolds(masterHolds);
              workspace.engine.telemetry.resetClips();
              workspace.engine.telemetry.resetPeaks();
            }}
          />
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows of the strips inside arrive here. */}
      <div
        ref={body}
        className="console-body"
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const strip = event.target.closest<HTMLElement>('[data-strip]')?.dataset['strip'];
          setFolder(strip?.startsWith('folder-') ? strip : null);
        }}
      >
        {finding && <FindStrip onJump={jump} />}
        {shows('tracks') && spilled !== null && (
          <button type="button" className="spill-back" onClick={() => toggleSpill(console, null)}>
            <X size={14} aria-hidden="true" />
            <span>Only {spilled}</span>
            <kbd>Esc</kbd>
          </button>
        )}
        {shows('tracks') &&
          (items.length > 0 ? (
            <TrackRow items={items} tabStop={tabStop} holds={trackHolds} onLayout={onLayout} />
          ) : (
            <div className="console-empty">
              <p>{empty ? 'No strips yet' : 'No strips shown'}</p>
              <p className="dim">
                {empty
                  ? 'Each stem you drop becomes a strip here.'
                  : spilled === null
                    ? 'All are hidden; the console’s view shows them again.'
                    : `${spilled} has no tracks.`}
              </p>
            </div>
          ))}
        {shows('masters') && <MasterRow tabStop={tabStop} holds={masterHolds} />}
        {shows('meters') && (
          <Suspense fallback={<div className="bridge-place" />}>
            <MeterBridge />
          </Suspense>
        )}
      </div>
    </Pane>
  );
}
