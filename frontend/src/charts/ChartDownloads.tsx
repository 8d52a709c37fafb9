import { Download } from "lucide-react";
import { type RefObject, useState } from "react";
import type { View } from "vega";
import { errorMessage } from "../api/client";
import type { VegaLiteSpec } from "../api/types";
import { useMediaQuery } from "../lib/useMediaQuery";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import styles from "./ChartCard.module.css";
import { savePng, saveSpec, saveSvg } from "./downloads";

interface ChartDownloadsProps {
  view: RefObject<View | null>;
  /** As long as nothing is, there is no picture to save. */
  isDrawn: boolean;
  spec: VegaLiteSpec;
  title: string;
}

export function ChartDownloads({ view, isDrawn, spec, title }: ChartDownloadsProps) {
  const theme = useMediaQuery("(prefers-color-scheme: dark)") ? "dark" : "light";
  const [error, setError] = useState<string | null>(null);
  const save = async (picture: typeof savePng) => {
    setError(null);
    if (!view.current) return;
    await picture(view.current, title, theme).catch((reason: unknown) => setError(errorMessage(reason)));
  };
  return (
    <>
      <div className={styles.downloads}>
        <Download aria-hidden className={styles.downloadIcon} />
        <Button
          look="quiet"
          small
          aria-label="Download PNG"
          disabled={!isDrawn}
          onClick={() => save(savePng)}
        >
          PNG
        </Button>
        <Button
          look="quiet"
          small
          aria-label="Download SVG"
          disabled={!isDrawn}
          onClick={() => save(saveSvg)}
        >
          SVG
        </Button>
        <Button look="quiet" small aria-label="Download spec" onClick={() => saveSpec(spec, title)}>
          Spec
        </Button>
      </div>
      {error && <Alert>{error}</Alert>}
    </>
  );
}
