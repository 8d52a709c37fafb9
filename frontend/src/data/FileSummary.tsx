import type { FileInfo } from "../api/types";
import { formatBytes, plural } from "../lib/format";
import { Alert } from "../ui/Alert";
import styles from "./FileSummary.module.css";
import { summaryOf } from "./importSummary";

const FORMATS = { csv: "CSV", parquet: "Parquet" };

interface FileSummaryProps {
  file: FileInfo;
  onOpenReport(): void;
}

/** What file this is, and whether the reader had to do something about it. */
export function FileSummary({ file, onOpenReport }: FileSummaryProps) {
  const repairs = summaryOf(file.import_report);
  return (
    <section className={styles.summary} aria-label="File">
      <h2 className={styles.name}>{file.filename}</h2>
      <p className={styles.facts}>
        {plural(file.row_count, "row")} × {plural(file.column_count, "column")}
      </p>
      <p className={styles.facts}>
        {FORMATS[file.format]} · {formatBytes(file.size_bytes)}
        {file.version > 1 && ` · reading ${file.version}`}
      </p>
      {!file.available && (
        <Alert look="warning">
          The file is no longer on the server. The conversation can still be read, but nothing can be
          computed.
        </Alert>
      )}
      {repairs && (
        <p className={styles.repairs}>
          {repairs}.{" "}
          <button type="button" onClick={onOpenReport}>
            See what
          </button>
        </p>
      )}
    </section>
  );
}
