import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from '../kit/IconButton.tsx';

/** Properties of a sheet. */
export interface SheetProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  onClose(): void;
}

/** A modal sheet: the browser's own dialog keeps the focus inside, closes on Escape and gives the focus back. */
export function Sheet({ title, children, footer, onClose }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Where there is a question its gentlest answer has the focus; a sheet to read begins at its button to close.
    element?.querySelector<HTMLElement>('footer button')?.focus();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the sheet closes it; keys have Escape and the button.
    <dialog
      ref={dialog}
      className="rv-sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="rv-sheet-box">
        <header>
          <h2 id={id}>{title}</h2>
          <IconButton label="Close" icon={X} onPress={onClose} />
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: text without controls must be scrollable by keyboard. */}
        <div className="rv-sheet-body" tabIndex={0}>
          {children}
        </div>
        {footer !== undefined && <footer>{footer}</footer>}
      </div>
    </dialog>
  );
}
