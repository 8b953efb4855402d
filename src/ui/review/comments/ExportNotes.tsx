import { Download } from 'lucide-react';
import { useState } from 'react';
import type { NoteFormat } from '../export-notes.ts';
import { say } from '../state/actions.ts';
import { useFacts, usePlayer, useReview, useTalk } from '../state/review.ts';

/** Letters and digits a file's name may have. */
const plain = (title: string): string => title.replace(/[^\p{L}\p{N} ._-]/gu, '_').slice(0, 80);

/** The notes of the version shown, as a table or as a list of markers for an editor. */
export function ExportNotes() {
  const review = useReview();
  const comments = useTalk((state) => state.comments);
  const manifest = usePlayer((state) => state.manifest);
  const version = usePlayer((state) => state.version);
  const title = useFacts((facts) => facts.title);
  const [fault, setFault] = useState<string | null>(null);
  const own = comments.filter((comment) => comment.version === version);
  if (!manifest || own.length === 0) return null;
  const save = async (format: NoteFormat) => {
    const { saveText, writeNotes } = await import('../export-notes.ts');
    const text = writeNotes(format, own, manifest);
    if (!text.ok) {
      setFault(`${text.message} ${text.remedy}`);
      return;
    }
    setFault(null);
    saveText(`${plain(title)} v${version} notes.${format}`, text.value, 'text/plain;charset=utf-8');
    say(review, 'Notes saved');
  };
  return (
    <div className="rv-export">
      <span className="rv-dim">Notes of version {version} as</span>
      <button type="button" className="rv-tool" onClick={() => void save('csv')}>
        <Download size={12} aria-hidden="true" /> Table (CSV)
      </button>
      <button type="button" className="rv-tool" onClick={() => void save('edl')}>
        <Download size={12} aria-hidden="true" /> Markers (EDL)
      </button>
      {fault !== null && (
        <p className="rv-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
