import { createContext, useContext } from "react";
import type { Figure } from "../../api/types";
import { createFigureStore, type FigureStore } from "./store";

/** The figures of the text that a mark stands in. */
export const FiguresContext = createContext<{ id: string; figures: Figure[] }>({ id: "", figures: [] });

/** Which figure's origin is shown: one for a whole conversation. */
export const FigureStoreContext = createContext<FigureStore>(createFigureStore());

export const useFigureStore = () => useContext(FigureStoreContext);
