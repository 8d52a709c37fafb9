import { FileUp, Lock } from "lucide-react";
import type { User } from "../api/types";
import { formatBytes } from "../lib/format";
import { Alert } from "../ui/Alert";
import styles from "./ChooseFile.module.css";
import { uploadLimit } from "./checkFile";
import { FilePicker } from "./FilePicker";
import type { Upload } from "./useUpload";

interface ChooseFileProps {
  upload: Upload;
  user: User | undefined;
  /** Why the last choice can't be taken. */
  problem: string | null;
}

/** The way in: drop a file, or pick one. */
export function ChooseFile({ upload, user, problem }: ChooseFileProps) {
  return (
    <>
      <header>
        <h2 className={styles.title}>Upload a file to begin</h2>
        <p className={styles.lead}>Then ask about it in plain English. Each file gets a chat of its own.</p>
      </header>
      <div className={styles.zone}>
        <FileUp aria-hidden className={styles.icon} />
        <p className={styles.invite}>Drop a file anywhere on this page</p>
        <FilePicker look="primary" onChoose={upload.choose}>
          Choose a file
        </FilePicker>
        <p className={styles.note}>CSV or Parquet, up to {formatBytes(uploadLimit(user))}</p>
        {problem && <Alert>{problem}</Alert>}
        <p className={styles.privacy}>
          <Lock aria-hidden />
          {whereItGoes(user)}
        </p>
      </div>
    </>
  );
}

function whereItGoes(user: User | undefined): string {
  if (user?.analyst === "claude") {
    return "The file stays on this server. Claude sees column names, sample rows and query results.";
  }
  if (user?.analyst === "builtin")
    return "The file stays on this server, and so does everything read from it.";
  return "The file stays on this server.";
}
