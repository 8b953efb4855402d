/** Notes and markers as files: a table for spreadsheets (CSV) and a CMX 3600 list with locators. */
export * from './csv.ts';
export * from './edl.ts';
export {
  cleanNoteText,
  NOTE_FILE_LIMITS,
  type NoteClock,
  type NoteFile,
  type NoteFileFault,
  type NoteFileProblem,
  type NoteMarker,
  noteHeadline,
} from './note-marker.ts';
