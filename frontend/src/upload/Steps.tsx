import { clsx } from "clsx";
import { Check } from "lucide-react";
import styles from "./Steps.module.css";
import type { UploadState } from "./uploadState";

const STEPS = [
  { title: "Upload", text: "The file is sent to this server." },
  { title: "Read and check", text: "Types are recognised; whatever is odd is repaired and reported." },
  { title: "First look", text: "You get charts and findings, then you ask." },
];

const CURRENT: Partial<Record<UploadState["phase"], number>> = { uploading: 0, importing: 1 };

/** What happens next, and how far it is. */
export function Steps({ phase }: { phase: UploadState["phase"] }) {
  const current = CURRENT[phase] ?? -1;
  return (
    <section aria-label="What happens next">
      <ol className={styles.steps}>
        {STEPS.map((step, index) => (
          <li
            key={step.title}
            className={clsx(styles.step, index === current && styles.current, index < current && styles.done)}
            aria-current={index === current ? "step" : undefined}
          >
            <span className={styles.mark} aria-hidden>
              {index < current ? <Check /> : index + 1}
            </span>
            <div>
              <h3 className={styles.title}>{step.title}</h3>
              <p className={styles.text}>{step.text}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
