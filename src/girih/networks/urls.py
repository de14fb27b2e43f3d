"""Addresses of the networks."""

from django.urls import path

from girih.networks.views import brief, diagnosis, directory, drawing, home, imports, plans, ties

app_name = "networks"

urlpatterns = [
    path("members/", directory.members, name="members"),
    path("members/export.<str:form>", directory.export, name="members-export"),
    path("members/points.json", directory.points, name="members-points"),
    path("networks/", home.networks, name="networks"),
    path("networks/<slug:network>/", home.network, name="network"),
    path("networks/<slug:network>/glance/", home.glance, name="glance"),
    path("networks/<slug:network>/drawing/", drawing.drawing, name="drawing"),
    path("networks/<slug:network>/drawing.json", drawing.drawing_json, name="drawing-json"),
    path("networks/<slug:network>/diagnosis/", diagnosis.diagnosis, name="diagnosis"),
    path("networks/<slug:network>/diagnosis/<slug:finding>/", diagnosis.finding, name="finding"),
    path("networks/<slug:network>/ties/", ties.ties, name="ties"),
    path("networks/<slug:network>/ties/export.<str:form>", ties.export, name="ties-export"),
    path("networks/<slug:network>/ties/propose/", ties.propose, name="tie-propose"),
    path("networks/<slug:network>/my-ties/", ties.my_ties, name="my-ties"),
    path("networks/<slug:network>/capacity/<slug:place>/", plans.capacity, name="capacity"),
    path("networks/<slug:network>/plans/", plans.plans, name="plans"),
    path("networks/<slug:network>/plans/<int:plan>/", plans.plan, name="plan"),
    path("networks/<slug:network>/plans/<int:plan>/export.<str:form>", plans.export, name="plan-export"),
    path("networks/<slug:network>/plans/<int:plan>/why/", plans.why, name="plan-why"),
    path("networks/<slug:network>/plans/<int:plan>/pairs/<int:pair>/lock/", plans.lock, name="plan-lock"),
    path(
        "networks/<slug:network>/plans/<int:plan>/pairs/<int:pair>/propose/",
        plans.propose,
        name="plan-propose",
    ),
    path("networks/<slug:network>/exclusions/", plans.exclude, name="exclude"),
    path("networks/<slug:network>/brief/", brief.brief, name="brief"),
    path("networks/<slug:network>/brief.<str:form>", brief.brief_file, name="brief-file"),
    path("networks/<slug:network>/imports/", imports.imports, name="imports"),
    path("networks/<slug:network>/imports/<int:batch>/", imports.batch, name="import"),
    path("networks/<slug:network>/imports/<int:batch>/<slug:verb>/", imports.act, name="import-act"),
    path("networks/<slug:network>/imports/<int:batch>/rejects.xlsx", imports.rejects, name="import-rejects"),
    path("ties/<int:tie>/", ties.tie, name="tie"),
    path("ties/<int:tie>/answer/<int:party>/", ties.answer, name="tie-answer"),
    path("ties/<int:tie>/events/", ties.record_event, name="tie-event"),
    path("ties/<int:tie>/events/<int:event>/file/", ties.event_file, name="tie-event-file"),
    path("ties/<int:tie>/objective/", ties.objective, name="tie-objective"),
    path("ties/<int:tie>/contacts/", ties.contact, name="tie-contact"),
    path("ties/<int:tie>/<slug:verb>/", ties.move_tie, name="tie-move"),
]
