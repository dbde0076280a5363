// Which address shows which page. Each page is a chunk of its own; addresses are what residents keep and QR codes carry.
import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
    { path: "/", name: "find", component: () => import("./pages/FindPage.vue") },
    { path: "/:path(.*)*", name: "lost", component: () => import("./pages/LostPage.vue") },
];

export const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
