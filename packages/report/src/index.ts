export type { Chart } from './charts/render-chart.ts'
export { type SvgToPngOptions, svgToPng } from './charts/svg-to-png.ts'
export type { Claim, Judgement, Verdict } from './claims/claim.ts'
export { claims } from './claims/claims.ts'
export { type JudgedClaim, judgeClaims } from './claims/judge-claims.ts'
export { figures } from './comparison/figures.ts'
export { renderReport } from './comparison/render-report.ts'
export type { CurvePoint, DataPart, MethodResult, ReportInput } from './comparison/run-result.ts'
export { type SummaryRow, summarize } from './comparison/summarize.ts'
export { summaryTable } from './comparison/summary-table.ts'
export { verdict } from './comparison/verdict.ts'
export { type Embedding, type EmbedOptions, embed } from './features/embed.ts'
export {
  type FeatureChartOptions,
  type FeatureFigure,
  featureCharts,
} from './features/feature-charts.ts'
export { knnPurity, type NeighbourOptions } from './features/knn-purity.ts'
export type { MeasuredFeatures } from './features/measured-features.ts'
export { silhouette } from './features/silhouette.ts'
export { trustworthiness } from './features/trustworthiness.ts'
export type { PaperContradiction } from './paper/contradictions.ts'
export type { PaperRow, PaperScore, PaperTable } from './paper/paper-table.ts'
export { paperTables } from './paper/paper-tables.ts'
export type { PaperDataset, PaperDatasets } from './paper/table-3.ts'
export { type ReportServer, type ServeOptions, serveReport } from './serve/serve-report.ts'
export { type WatchOptions, watchFolder } from './serve/watch-folder.ts'
export { type FriedmanTest, friedmanTest } from './statistics/friedman.ts'
export { interquartileMean } from './statistics/moments.ts'
export { type PairedDifference, pairedDifference } from './statistics/paired-difference.ts'
export { signFlipTest } from './statistics/sign-flip.ts'
export { wilcoxonTest } from './statistics/wilcoxon.ts'
export type { Evidence } from './sweep/evidence.ts'
export { dataName, type Setting, settingsOf, sourceName } from './sweep/settings.ts'
export type {
  Arm,
  Budget,
  CellResult,
  Configuration,
  FeaturePicture,
  MethodName,
  Place,
  StudyOutline,
  SweepCell,
  SweepPoint,
  SweepResults,
  Tuning,
} from './sweep/sweep-results.ts'
export type { Figure, Panel } from './sweep-report/figure.ts'
export { type SweepFile, sweepFiles } from './sweep-report/sweep-files.ts'
export { sweepHtml } from './sweep-report/sweep-html.ts'
export { type SweepReport, sweepReport } from './sweep-report/sweep-report.ts'
export { verdictWords } from './tables/claims-table.ts'
export type { Piece, ReportTable, TableCell } from './tables/report-table.ts'
export { csvText } from './tables/table-csv.ts'
