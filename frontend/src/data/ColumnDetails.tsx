import { MessageCircleQuestionMark } from "lucide-react";
import { formatCount } from "../lib/format";
import { Button } from "../ui/Button";
import styles from "./ColumnDetails.module.css";
import { type Fact, factsOf } from "./columnFacts";
import type { Column } from "./columns";
import { Histogram } from "./Histogram";
import { TopValues } from "./TopValues";
import { formatValue } from "./values";

/** A longer name may not fit into its row. */
const CUT_FROM = 18;

interface ColumnDetailsProps {
  column: Column;
  onAsk(text: string): void;
}

/** All that is known of one column. */
export function ColumnDetails({ column, onAsk }: ColumnDetailsProps) {
  const { name, type, imported, profile } = column;
  const unit = imported?.unit ?? null;
  const facts = profile ? factsOf(profile, unit) : [];
  return (
    <div className={styles.details}>
      {name.length > CUT_FROM && <p className={styles.full}>{name}</p>}
      {profile?.histogram && (
        <div>
          <div className={styles.histogram}>
            <Histogram data={profile.histogram} unit={unit} width={260} height={56} />
          </div>
          <div className={styles.axis} aria-hidden>
            <span>{formatValue(profile.histogram.edges[0], unit)}</span>
            <span>{formatValue(profile.histogram.edges.at(-1), unit)}</span>
          </div>
        </div>
      )}
      <dl className={styles.facts}>
        {facts.map((fact) => (
          <FactRow key={fact.name} fact={fact} />
        ))}
        <dt>Stored as</dt>
        <dd>
          <code>{type}</code>
        </dd>
      </dl>
      {profile && profile.top_values.length > 0 && (
        <section>
          <h4>Most frequent</h4>
          <TopValues
            values={profile.top_values}
            unit={unit}
            isApproximate={profile.approximate.includes("top_values")}
          />
        </section>
      )}
      {imported && imported.suspects.length > 0 && (
        <section>
          <h4>Worth a look</h4>
          <ul className={styles.suspects}>
            {imported.suspects.map(({ value, count, why }) => (
              <li key={JSON.stringify(value)}>
                <strong>{formatValue(value)}</strong> × {formatCount(count)}: {why}
              </li>
            ))}
          </ul>
        </section>
      )}
      {profile && profile.approximate.length > 0 && (
        <p className={styles.note}>≈ marks estimates and figures from a sample of the rows.</p>
      )}
      <Button small onClick={() => onAsk(`Describe ${name}`)}>
        <MessageCircleQuestionMark aria-hidden />
        Ask about this column
      </Button>
    </div>
  );
}

function FactRow({ fact }: { fact: Fact }) {
  return (
    <>
      <dt>{fact.name}</dt>
      <dd>
        {fact.isApproximate && (
          <>
            <span aria-hidden>≈ </span>
            <span className="visually-hidden">about </span>
          </>
        )}
        {fact.value}
      </dd>
    </>
  );
}
