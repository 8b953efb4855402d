import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import './dialog.css';

/** Properties of a dialog. */
export interface DialogBoxProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** The body is text that scrolls and holds no controls, so it takes the focus itself. */
  readonly scrolls?: boolean;
  /** False while work runs that must be cancelled first. */
  readonly dismissable?: boolean;
  onClose(): void;
}

/** A modal dialog: focus is kept inside, Escape closes, focus returns to where it was. */
export function DialogBox({
  title,
  children,
  footer,
  wide = false,
  scrolls = false,
  dismissable = true,
  onClose,
}: DialogBoxProps) {
  return (
    <ModalOverlay
      className="dialog-overlay"
      isOpen
      isDismissable={dismissable}
      isKeyboardDismissDisabled={!dismissable}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`dialog-modal${wide ? ' dialog-wide' : ''}`}>
        <Dialog className="dialog">
          <header className="dialog-title">
            <Heading slot="title">{title}</Heading>
            {dismissable && (
              <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
                <X size={14} aria-hidden="true" />
              </button>
            )}
          </header>
          {scrolls ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: text without controls must be scrollable by keyboard.
            <div className="dialog-body" tabIndex={0}>
              {children}
            </div>
          ) : (
            <div className="dialog-body">{children}</div>
          )}
          {footer !== undefined && <footer className="dialog-footer">{footer}</footer>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
