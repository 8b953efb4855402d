/** Of the worker's scope, which the DOM library of TypeScript leaves out (File API §6.4.4). */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}
