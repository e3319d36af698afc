package tech.coopcloud.ci.model;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Recipes that are tested again and again, at times that a cron expression names. */
@JsonClassDescription(
    "Recipes that are tested again and again, at times that a cron expression names.")
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("Schedule")
@Plural("schedules")
@Singular("schedule")
@Categories("cc-ci")
@AdditionalPrinterColumn(name = "Cron", jsonPath = ".spec.cron", type = Type.STRING)
@AdditionalPrinterColumn(name = "Time Zone", jsonPath = ".spec.timeZone", type = Type.STRING)
@AdditionalPrinterColumn(name = "Suspend", jsonPath = ".spec.suspend", type = Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Last Schedule",
    jsonPath = ".status.lastScheduleTime",
    type = Type.DATE)
@AdditionalPrinterColumn(
    name = "Next Schedule",
    jsonPath = ".status.nextScheduleTime",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class Schedule extends CustomResource<ScheduleSpec, ScheduleStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
