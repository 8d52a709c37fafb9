import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { errorMessage } from "../api/client";
import { sessionQuery, sessionsQuery } from "../api/queries";
import { saveFromApi, slug } from "../lib/download";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import styles from "./ExportButtons.module.css";

interface Format {
  format: "html" | "markdown" | "json" | "sql";
  extension: string;
  label: string;
}

const FORMATS: Format[] = [
  { format: "html", extension: "html", label: "HTML report" },
  { format: "markdown", extension: "md", label: "Markdown" },
  { format: "json", extension: "json", label: "JSON" },
  { format: "sql", extension: "sql", label: "SQL" },
];

/** The session as a file. */
export function ExportButtons({ sessionId }: { sessionId: string }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: ({ format, extension }: Format) => {
      // The list knows of new titles; it is there once the history was opened.
      const listed = client.getQueryData(sessionsQuery.queryKey)?.find(({ id }) => id === sessionId);
      const title = (listed ?? client.getQueryData(sessionQuery(sessionId).queryKey))?.title ?? "session";
      return saveFromApi(
        `/api/sessions/${encodeURIComponent(sessionId)}/export?format=${format}`,
        `${slug(title)}.${extension}`,
      );
    },
  });
  return (
    <fieldset className={styles.exports}>
      <legend className={styles.legend}>Download the session as</legend>
      {FORMATS.map((each) => (
        <Button key={each.format} small busy={save.isPending} onClick={() => save.mutate(each)}>
          <Download aria-hidden />
          {each.label}
        </Button>
      ))}
      {save.error && (
        <div className={styles.error}>
          <Alert>{errorMessage(save.error)}</Alert>
        </div>
      )}
    </fieldset>
  );
}
