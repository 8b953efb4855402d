import { Film, Layers3, type LucideIcon, Rows3, SlidersHorizontal, SlidersVertical } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { Console } from '../console/Console.tsx';
import { HelpBubble } from '../help/HelpBubble.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { Splitter } from '../kit/Splitter.tsx';
import { PicturePane } from '../picture/PicturePane.tsx';
import { StagePane } from '../stage/StagePane.tsx';
import { PANE_LIMITS, PANES, type PaneName, type PaneSizes, resizePane } from '../state/ui-store.ts';
import { useUi, useWorkspace } from '../state/workspace.ts';
import { TimelinePane } from '../timeline/TimelinePane.tsx';
import { TransportBar } from '../transport/TransportBar.tsx';
import { Banners } from './Banners.tsx';
import { DropTarget } from './DropTarget.tsx';
import { ImportPanel } from './ImportPanel.tsx';
import { NARROW, useMedia } from './use-media.ts';
import './shell.css';

function PaneOf({ name }: { readonly name: PaneName }) {
  switch (name) {
    case 'picture':
      return <PicturePane />;
    case 'stage':
      return <StagePane />;
    case 'timeline':
      return <TimelinePane />;
    case 'console':
      return <Console />;
    case 'inspector':
      return <Inspector />;
  }
}

const TABS: Readonly<Record<PaneName, { readonly title: string; readonly icon: LucideIcon }>> = {
  picture: { title: 'Picture', icon: Film },
  stage: { title: 'Stage', icon: Layers3 },
  timeline: { title: 'Timeline', icon: Rows3 },
  console: { title: 'Console', icon: SlidersVertical },
  inspector: { title: 'Inspector', icon: SlidersHorizontal },
};

function PaneSplitter({
  name,
  label,
  orientation,
  reverse = false,
}: {
  readonly name: keyof PaneSizes;
  readonly label: string;
  readonly orientation: 'vertical' | 'horizontal';
  readonly reverse?: boolean;
}) {
  const { ui } = useWorkspace();
  const size = useUi((state) => state.sizes[name]);
  const limit = PANE_LIMITS[name];
  return (
    <Splitter
      label={label}
      orientation={orientation}
      size={size}
      min={limit.min}
      max={limit.max}
      defaultSize={limit.default}
      reverse={reverse}
      onResize={(next) => resizePane(ui, name, next)}
    />
  );
}

function WideBands() {
  const sizes = useUi((state) => state.sizes);
  const folded = useUi((state) => state.folded);
  const open = (name: PaneName) => !folded.includes(name);
  const upperOpen = open('stage') || open('picture') || open('inspector');
  return (
    <div
      className="bands"
      style={{
        ['--upper' as string]: `${sizes.upper}px`,
        ['--console' as string]: `${sizes.console}px`,
        ['--stage' as string]: `${sizes.stage}px`,
        ['--inspector' as string]: `${sizes.inspector}px`,
      }}
    >
      <div className="band-upper" data-folded={!upperOpen || undefined}>
        <StagePane />
        {open('stage') && <PaneSplitter name="stage" label="Width of the stage" orientation="vertical" />}
        <PicturePane />
        {open('inspector') && (
          <PaneSplitter name="inspector" label="Width of the inspector" orientation="vertical" reverse />
        )}
        <Inspector />
      </div>
      {upperOpen ? (
        <PaneSplitter name="upper" label="Height of stage and picture" orientation="horizontal" />
      ) : (
        <div className="band-line" />
      )}
      <TimelinePane />
      {open('console') && open('timeline') ? (
        <PaneSplitter name="console" label="Height of the console" orientation="horizontal" reverse />
      ) : (
        <div className="band-line" />
      )}
      <Console />
    </div>
  );
}

function NarrowTabs() {
  const { ui } = useWorkspace();
  const tab = useUi((state) => state.tab);
  return (
    <Tabs
      className="narrow"
      selectedKey={tab}
      onSelectionChange={(key) => {
        const chosen = PANES.find((pane) => pane === key);
        if (chosen) ui.setState({ tab: chosen });
      }}
    >
      <TabList aria-label="Panes" className="narrow-tabs">
        {PANES.map((pane) => {
          const { title, icon: Icon } = TABS[pane];
          return (
            <Tab key={pane} id={pane} className="narrow-tab">
              <Icon size={18} aria-hidden="true" strokeWidth={1.6} />
              {title}
            </Tab>
          );
        })}
      </TabList>
      {PANES.map((pane) => (
        <TabPanel key={pane} id={pane} className="narrow-panel">
          <PaneOf name={pane} />
        </TabPanel>
      ))}
    </Tabs>
  );
}

const AuditionPanel = lazy(() =>
  import('../learn/AuditionPanel.tsx').then((loaded) => ({ default: loaded.AuditionPanel })),
);

const WherePanel = lazy(() =>
  import('../learn/WherePanel.tsx').then((loaded) => ({ default: loaded.WherePanel })),
);

const ScenesPanel = lazy(() =>
  import('../scenes/ScenesPanel.tsx').then((loaded) => ({ default: loaded.ScenesPanel })),
);

const GesturesPanel = lazy(() =>
  import('../gestures/GesturesPanel.tsx').then((loaded) => ({ default: loaded.GesturesPanel })),
);

const NotesPanel = lazy(() =>
  import('../notes/NotesPanel.tsx').then((loaded) => ({ default: loaded.NotesPanel })),
);

const ProcessorDock = lazy(() =>
  import('../processors/ProcessorDock.tsx').then((loaded) => ({ default: loaded.ProcessorDock })),
);

/** Equaliser and dynamics, loaded when first opened. */
function Dock() {
  const open = useUi((state) => state.processors !== null);
  if (!open) return null;
  return (
    <Suspense>
      <ProcessorDock />
    </Suspense>
  );
}

const SIDE_PANELS = {
  audition: AuditionPanel,
  where: WherePanel,
  scenes: ScenesPanel,
  gestures: GesturesPanel,
  notes: NotesPanel,
};

/** What stands beside the mix, loaded when first opened. */
function SidePanel() {
  const learning = useUi((state) => state.learning);
  if (learning === null) return null;
  const Panel = SIDE_PANELS[learning];
  return (
    <Suspense>
      <Panel />
    </Suspense>
  );
}

/** The window: transport, stage and picture and inspector, timeline, console; one column with tabs when narrow. */
export function Shell() {
  const maximised = useUi((state) => state.maximised);
  const narrow = useMedia(NARROW);
  return (
    <DropTarget>
      <div className="shell">
        <TransportBar />
        <Banners />
        <main className="shell-main">
          {narrow ? (
            <NarrowTabs />
          ) : maximised === null ? (
            <WideBands />
          ) : (
            <div className="bands bands-one">
              <PaneOf name={maximised} />
            </div>
          )}
        </main>
        <Dock />
        <SidePanel />
        <ImportPanel />
        <HelpBubble />
      </div>
    </DropTarget>
  );
}
