// A chart in an element: drawn when there is something to draw, as wide as the element is, gone with it.
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import * as echarts from "echarts/core";
import { onBeforeUnmount, watch, type Ref } from "vue";

/** Draws `option` into the element and again at each change; `option` is read with the element's width in pixels. */
export function useDrawn(
    element: Ref<HTMLElement | null>,
    option: (width: number) => EChartsCoreOption | undefined,
    clicked: (code: string) => void,
): void {
    let chart: EChartsType | undefined;
    const sized = new ResizeObserver(() => draw());

    function draw(): void {
        const at = element.value;
        const drawn = at && at.clientWidth > 0 ? option(at.clientWidth) : undefined;
        if (!at || !drawn) return;
        if (!chart) {
            chart = echarts.init(at, null, { renderer: "svg" });
            chart.on("click", ({ data }) => {
                const code = (data as { code?: string } | undefined)?.code;
                if (code) clicked(code);
            });
        }
        chart.resize();
        chart.setOption(drawn, { notMerge: true });
    }

    watch(
        element,
        (at, before) => {
            if (before) sized.unobserve(before);
            if (at) sized.observe(at);
        },
        { immediate: true, flush: "post" },
    );
    watch(() => element.value && option(element.value.clientWidth), draw, { flush: "post" });
    onBeforeUnmount(() => {
        sized.disconnect();
        chart?.dispose();
    });
}
