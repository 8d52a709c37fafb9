import { clsx } from "clsx";
import { Fragment, memo, useState } from "react";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import styles from "./SqlBlock.module.css";
import { sqlTokens } from "./sqlTokens";

interface SqlBlockProps {
  sql: string;
  /** In a small box: cut sooner. */
  tight?: boolean;
}

/** A statement; a long one is cut until asked for. */
export const SqlBlock = memo(function SqlBlock({ sql, tight = false }: SqlBlockProps) {
  const [whole, setWhole] = useState(false);
  const long = sql.length > (tight ? 300 : 1500) || sql.split("\n").length > (tight ? 8 : 18);
  return (
    <div className={styles.block}>
      <pre className={clsx(styles.code, long && !whole && (tight ? styles.cutTight : styles.cut))}>
        <code>
          <ColouredSql sql={sql} />
        </code>
      </pre>
      {long && (
        <Button look="quiet" small className={styles.more} onClick={() => setWhole(!whole)}>
          {whole ? "Show less" : "Show all of it"}
        </Button>
      )}
      <div className={styles.copy}>
        <CopyButton text={sql} label="Copy SQL" />
      </div>
    </div>
  );
});

function ColouredSql({ sql }: { sql: string }) {
  let offset = 0;
  return sqlTokens(sql).map(({ kind, text }) => {
    const key = offset;
    offset += text.length;
    return kind === "plain" ? (
      <Fragment key={key}>{text}</Fragment>
    ) : (
      <span key={key} className={styles[kind]}>
        {text}
      </span>
    );
  });
}
