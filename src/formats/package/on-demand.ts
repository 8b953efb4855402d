/** Packages, whose zip library is loaded when the first one is read or written. */
import type { Result } from '../../units/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { BlobPackageEntry, OpenedPackage, PackageFailureCode } from './open.ts';
import type { PackageContent, PackageWriteFailureCode, PackageWriteOptions } from './write.ts';

/** Opens a package; see open.ts. */
export function openPackage(
  input: Blob,
  fileName?: string,
): Promise<Result<OpenedPackage<BlobPackageEntry>, PackageFailureCode>>;
export function openPackage(
  input: ByteSource,
  fileName?: string,
): Promise<Result<OpenedPackage, PackageFailureCode>>;
export async function openPackage(
  input: Blob | ByteSource,
  fileName?: string,
): Promise<Result<OpenedPackage, PackageFailureCode>> {
  const reader = await import('./open.ts');
  return input instanceof Blob ? reader.openPackage(input, fileName) : reader.openPackage(input, fileName);
}

/** Writes a package; see write.ts. */
export async function writePackage(
  content: PackageContent,
  output: WritableStream<Uint8Array>,
  options?: PackageWriteOptions,
): Promise<Result<{ readonly bytes: number }, PackageWriteFailureCode>> {
  const writer = await import('./write.ts');
  return writer.writePackage(content, output, options);
}
