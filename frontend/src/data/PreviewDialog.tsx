import type { FileInfo } from "../api/types";
import { formatCount, plural } from "../lib/format";
import { DataTable } from "../results/DataTable";
import { Dialog } from "../ui/Dialog";
import styles from "./PreviewDialog.module.css";

interface PreviewDialogProps {
  file: FileInfo;
  onClose(): void;
}

/** The file's first rows, as many as the server sends along. */
export default function PreviewDialog({ file, onClose }: PreviewDialogProps) {
  const { preview, row_count, filename } = file;
  const extent =
    preview.length < row_count
      ? `first ${formatCount(preview.length)} of ${plural(row_count, "row")}`
      : plural(row_count, "row");
  return (
    <Dialog
      open
      onClose={onClose}
      title={filename}
      size="full"
      actions={<span className={styles.extent}>{extent}</span>}
    >
      {preview.length > 0 ? (
        <DataTable
          columns={file.columns}
          types={file.column_types}
          rows={preview}
          maxHeight="fill"
          caption={`Rows of ${filename}`}
          rowNumbers
        />
      ) : (
        <p className={styles.nothing}>The rows are no longer on the server.</p>
      )}
    </Dialog>
  );
}
