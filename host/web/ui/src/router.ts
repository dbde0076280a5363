// Which address shows which page. Each page is a chunk of its own; addresses are what residents keep and QR codes carry.
import type { Component } from "vue";
import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import { learn } from "./words";

const region = "/r/:code(\\d{2,15})";
/** A page for staff, with what only such pages say. */
const staff = (page: () => Promise<Component>) => async () => (await Promise.all([page(), learn("staff")]))[0];
/** A page for staff about a region, once it is chosen. */
const regional = (name: string, page: () => Promise<Component>): RouteRecordRaw => ({
    path: `/staff/${name}/:code(\\d{2,15})?`,
    name,
    component: staff(page),
    props: true,
});

export const routes: RouteRecordRaw[] = [
    { path: "/", name: "find", component: () => import("./pages/FindPage.vue") },
    { path: region, name: "region", component: () => import("./pages/RegionPage.vue"), props: true },
    { path: `${region}/board`, name: "board", component: () => import("./pages/BoardPage.vue"), props: true },
    {
        path: `${region}/certificates`,
        name: "certificates",
        component: () => import("./pages/CertificatesPage.vue"),
        props: true,
    },
    {
        path: `${region}/certificates/:id`,
        name: "certificate",
        component: () => import("./pages/CertificatePage.vue"),
        props: true,
    },
    { path: `${region}/report`, name: "report", component: () => import("./pages/ReportPage.vue"), props: true },
    { path: "/events/:id", name: "event", component: () => import("./pages/EventPage.vue"), props: true },
    {
        path: `${region}/checklists`,
        name: "checklists",
        component: () => import("./pages/ChecklistsPage.vue"),
        props: true,
    },
    {
        path: `${region}/checklists/:id`,
        name: "checklist",
        component: () => import("./pages/ChecklistPage.vue"),
        props: true,
    },
    {
        path: "/submissions/:id",
        name: "submission",
        component: () => import("./pages/SubmissionPage.vue"),
        props: true,
    },
    { path: "/staff", name: "staff", component: staff(() => import("./pages/StaffPage.vue")) },
    regional("reports", () => import("./pages/ReportsPage.vue")),
    regional("figures", () => import("./pages/FiguresPage.vue")),
    regional("people", () => import("./pages/PeoplePage.vue")),
    regional("duplicates", () => import("./pages/DuplicatesPage.vue")),
    regional("quality", () => import("./pages/QualityPage.vue")),
    regional("fields", () => import("./pages/FieldsPage.vue")),
    { path: "/staff/sources", name: "sources", component: staff(() => import("./pages/SourcesPage.vue")) },
    { path: "/staff/imports", name: "imports", component: staff(() => import("./pages/ImportsPage.vue")) },
    {
        path: "/staff/imports/:id",
        name: "import",
        component: staff(() => import("./pages/ImportPage.vue")),
        props: true,
    },
    { path: "/staff/runs/:id", name: "run", component: staff(() => import("./pages/RunPage.vue")), props: true },
    { path: "/:path(.*)*", name: "lost", component: () => import("./pages/LostPage.vue") },
];

export const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
