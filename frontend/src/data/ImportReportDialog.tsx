import { useState } from "react";
import type { FileInfo } from "../api/types";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { ImportReportView } from "./ImportReportView";
import { ReadingStatus } from "./ReadingStatus";
import { ReimportForm } from "./ReimportForm";
import type { Reading } from "./useReadAgain";

const FORM = "reimport";

interface ImportReportDialogProps {
  file: FileInfo;
  /** Of the file, again. */
  reading: Reading;
  onClose(): void;
}

/** How the file was read, and the way to have it read otherwise. */
export default function ImportReportDialog({ file, reading, onClose }: ImportReportDialogProps) {
  // A new reading brings its report.
  const [formFor, setFormFor] = useState(reading.progress || reading.error ? file.version : null);
  const isForm = formFor === file.version;
  const canReadAgain = file.format === "csv" && file.available;
  return (
    <Dialog
      open
      onClose={onClose}
      title={isForm ? "Read the file again" : "Import report"}
      size="wide"
      footer={
        reading.progress ? (
          <ReadingStatus progress={reading.progress} reading={reading} />
        ) : isForm ? (
          <>
            <Button
              onClick={() => {
                reading.dismiss();
                setFormFor(null);
              }}
            >
              Back
            </Button>
            <Button key="read" look="primary" type="submit" form={FORM}>
              Read it again
            </Button>
          </>
        ) : (
          canReadAgain && (
            <Button key="open" onClick={() => setFormFor(file.version)}>
              Read it again…
            </Button>
          )
        )
      }
    >
      {isForm ? (
        <ReimportForm id={FORM} file={file} error={reading.error} onSubmit={reading.start} />
      ) : (
        <ImportReportView file={file} />
      )}
    </Dialog>
  );
}
