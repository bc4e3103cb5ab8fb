{{/* Name of the namespaced objects. */}}
{{- define "audiostream.name" -}}
audiostream-operator
{{- end }}

{{/* Name of the cluster-scoped objects; it contains the namespace, so that two releases do not conflict. */}}
{{- define "audiostream.clusterName" -}}
{{ .Release.Namespace }}-{{ include "audiostream.name" . }}
{{- end }}

{{- define "audiostream.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (include "audiostream.name" .) }}
{{- end }}

{{- define "audiostream.selector" -}}
app.kubernetes.io/name: audiostream-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "audiostream.labels" -}}
{{ include "audiostream.selector" . }}
app.kubernetes.io/component: operator
app.kubernetes.io/part-of: audiostream
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/*
Fails unless the cluster has an API of the Prometheus operator. Helm's own message does not name the value.
Arguments: the root context, the kind and the value that asked for it.
*/}}
{{- define "audiostream.requireMonitoring" -}}
{{- $root := index . 0 }}
{{- $api := printf "monitoring.coreos.com/v1/%s" (index . 1) }}
{{- if not ($root.Capabilities.APIVersions.Has $api) }}
{{- fail (printf "%s=true needs %s, which the cluster does not have: install the CRDs of the Prometheus operator first, or set the value to false. To render without a cluster, add --api-versions %s" (index . 2) $api $api) }}
{{- end }}
{{- end }}

{{/*
Templates have a default for each value that came after the first version: helm upgrade --reuse-values renders them with the values of the
release, which do not have it.
*/}}
{{- define "audiostream.userIds" -}}
{{ .Values.userIds | default "Fixed" }}
{{- end }}

{{- define "audiostream.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{/* Rules of the operator in a namespace that it manages: only the objects that it creates, reads or reports on. */}}
{{- define "audiostream.rules" -}}
- apiGroups: [audiostream.io]
  resources: [transcriptionservices]
  verbs: [get, list, watch]
# The patch sets the finalizer, which keeps a model while services use it.
- apiGroups: [audiostream.io]
  resources: [transcriptionmodels]
  verbs: [get, list, watch, patch]
- apiGroups: [audiostream.io]
  resources: [transcriptionservices/status, transcriptionmodels/status]
  verbs: [get, patch]
# To keep the number of pods when autoscaling is removed.
- apiGroups: [audiostream.io]
  resources: [transcriptionservices/scale]
  verbs: [patch]
# Required for owner references with blockOwnerDeletion where the API server checks them.
- apiGroups: [audiostream.io]
  resources: [transcriptionservices/finalizers, transcriptionmodels/finalizers]
  verbs: [update]
# No delete: the garbage collector deletes these objects with their owner.
- apiGroups: [""]
  resources: [services, serviceaccounts]
  verbs: [get, list, watch, create, patch]
# The operator deletes the ConfigMaps of Envoy's earlier configurations when no pod mounts them any more.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch, create, patch, delete]
# For the certificate that the pods of a resource present to each other. The operator can read no Secret.
- apiGroups: [""]
  resources: [secrets]
  verbs: [create]
# For the claims of TranscriptionModels, and to see whether several nodes can mount the claim of a model, on which the rolling update depends.
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, watch, create, patch]
# To fetch TranscriptionModels. The operator deletes a Job whose image, resources, template or claim changed.
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch]
# The operator deletes the budget when its resource turns it off.
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
# The operator deletes the autoscaler when its resource no longer sets autoscaling.
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, create, patch, delete]
# To report problems of pods, and to patch their deletion cost.
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, patch]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
# To see whether another operator still looks after a resource.
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [{{ include "audiostream.name" . }}]
  verbs: [get]
{{- include "audiostream.routeRules" . }}
{{- end }}

{{/*
Rules for the objects of spec.routes, which make a service reachable from outside the cluster. The operator deletes them when their resource no
longer asks for them.
*/}}
{{- define "audiostream.routeRules" -}}
{{- if (.Values.routes).ingress }}
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [get, list, watch, create, patch, delete]
{{- end }}
{{- if (.Values.routes).gateway }}
- apiGroups: [gateway.networking.k8s.io]
  resources: [grpcroutes, httproutes]
  verbs: [get, list, watch, create, patch, delete]
{{- end }}
{{- end }}

{{/*
Whether the cluster has the CRD in this very version from elsewhere: from kubectl apply, or from another release. Helm
refuses to touch objects of others, and there is nothing to change. A CRD of another version stays in the release, and
Helm's error names the owner; docs/install.md has the flag that takes it over.
*/}}
{{- define "audiostream.crdOfOther" -}}
{{- $crd := .crd }}
{{- $existing := lookup $crd.apiVersion $crd.kind "" $crd.metadata.name }}
{{- if $existing }}
{{- $annotations := $existing.metadata.annotations | default dict }}
{{- $isOurs := and
      (eq (get $annotations "meta.helm.sh/release-name") .root.Release.Name)
      (eq (get $annotations "meta.helm.sh/release-namespace") .root.Release.Namespace) }}
{{- and (not $isOurs) (eq (toJson $existing.spec.versions) (toJson $crd.spec.versions)) }}
{{- end }}
{{- end }}
