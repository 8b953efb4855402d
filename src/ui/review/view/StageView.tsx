import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Session } from '../../../session/index.ts';
import { usePaint } from '../../kit/use-paint.ts';
import { roomFrame } from '../../stage/projection.ts';
import { StageCanvas } from '../../stage/StageCanvas.tsx';
import '../../stage/stage.css';
import { WorkspaceContext } from '../../state/workspace.ts';
import { draw } from '../state/actions.ts';
import { useComments, useReview, useView } from '../state/review.ts';
import { STAGE_VIEWS } from '../state/view.ts';
import { DrawingLayer } from './DrawingLayer.tsx';
import { createReadOnlyWorkspace } from './read-only-workspace.ts';
import { StageTable } from './StageTable.tsx';

const TITLES = { persp: 'Persp', plan: 'Plan', rear: 'Rear', side: 'Side', list: 'List' } as const;

/** The room of the version shown, to look at: five views, with what comments draw and pin in its plan. */
export function StageView({ session }: { readonly session: Session }) {
  const review = useReview();
  const { player, view } = review;
  const draws = useView((state) => state.pen === 'stage');
  const shown = useView((state) => state.stageView);
  const [noWebGl, setNoWebGl] = useState(false);
  const workspace = useMemo(() => createReadOnlyWorkspace(session, player), [session, player]);
  useEffect(() => () => workspace.close(), [workspace]);
  usePaint(() => workspace.engine.telemetry.poll(), 'poll');
  const onNoWebGl = useCallback(() => setNoWebGl(true), []);
  const current = noWebGl && shown === 'persp' ? 'plan' : shown;
  return (
    <section className="rv-stage" aria-label="Stage">
      {/* biome-ignore lint/a11y/useSemanticElements: a row of view buttons is no form fieldset */}
      <div className="stage-views" role="group" aria-label="View of the stage">
        {STAGE_VIEWS.filter((one) => !noWebGl || one !== 'persp').map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={current === one}
            onClick={() => view.setState({ stageView: one })}
          >
            {TITLES[one]}
          </button>
        ))}
        {draws && (
          <button type="button" className="rv-stage-done" onClick={() => draw(review, 'stage')}>
            Done drawing
          </button>
        )}
      </div>
      <div className="rv-stage-body">
        <WorkspaceContext value={workspace}>
          {current === 'list' ? (
            <StageTable />
          ) : (
            <StageCanvas
              view={current}
              readOnly
              drawing={false}
              placing={false}
              onPlaced={() => undefined}
              onNoWebGl={onNoWebGl}
              onHome={() => undefined}
            />
          )}
        </WorkspaceContext>
        {current === 'plan' && <PlanLayer />}
      </div>
    </section>
  );
}

/** Over the plan's floor: drawings, and the place the open comment is pinned to. */
function PlanLayer() {
  const box = useRef<HTMLDivElement>(null);
  const opened = useView((state) => state.opened);
  const draft = useView((state) => state.draft);
  const comments = useComments();
  const comment = draft ?? comments.find(({ id }) => id === opened) ?? null;
  const place = comment?.place ?? null;
  useEffect(() => {
    const element = box.current;
    const parent = element?.parentElement;
    if (!element || !parent) return;
    const observer = new ResizeObserver(() => {
      const { left, top, width, height } = roomFrame('plan', parent.clientWidth, parent.clientHeight);
      Object.assign(element.style, {
        left: `${left}px`,
        top: `${top}px`,
        width: `${width}px`,
        height: `${height}px`,
      });
    });
    observer.observe(parent);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className="rv-plan-layer">
      <DrawingLayer over="stage" />
      {place && (
        <span
          className="rv-place-pin"
          style={{ left: `${(place.x + 1) * 50}%`, top: `${(1 - place.y) * 50}%` }}
          aria-hidden="true"
        />
      )}
    </div>
  );
}
